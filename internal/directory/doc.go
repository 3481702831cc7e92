// Package directory keeps what the organisations say of their services, and
// finds in it.
//
// It has two halves. The store holds records in the shape of HSDS 3.2.3, one
// table an object (tables.go), the source of each word for word, and what was
// said here: facts, confirmations, corrections, hidden addresses, closed
// doors. Load joins them into Listings, the public shape of a service. The
// index (NewIndex, Search) answers from Listings in memory and never from the
// database.
//
// What it promises:
//
//   - nothing imported is lost, and the same bytes again change nothing
//     (Import); an import can be taken back for thirty days (Undo);
//
//   - what was said here is never overwritten by a source;
//
//   - a missing fact is unknown, never a no;
//
//   - only public facts leave (Export, Load): nothing withheld, and no address
//     that is given by telephone only;
//
//   - whoever may not keep the directory gets the answer of what is not there.
//
//     err := db.Read(ctx, func(tx *db.Tx) (err error) {
//     listings, err = directory.Load(ctx, tx, region)
//     return err
//     })
//     index := directory.NewIndex(listings)
//
// It must not hold anything about persons: a service accepts papers, a person
// has none here. It must not read files or speak HSDS's formats; package hsds
// does.
package directory
