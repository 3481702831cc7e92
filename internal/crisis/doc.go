// Package crisis is the mode crise: for a limited time, what several
// organisations decide together, who does what, which rules are relaxed and
// until when, and what they learn from it afterwards.
//
// It owns the tables crisis, crisis_member, crisis_rule, crisis_task and
// crisis_entry, and guarantees:
//
//   - Nothing lasts by being forgotten. The mode and each relaxed rule have an
//     end within fourteen days, which is in the predicate that reads: when it
//     has passed they are over, whether somebody noticed or not. Renewing is an
//     act of somebody, written down.
//   - Any worker of the region reads it; those who coordinate or manage in an
//     organisation of the cell write in it. What is written is never rewritten:
//     an entry is added.
//   - A decision says where it comes from.
//   - Words are sealed with a key of the cell's own; the log holds opaque ids and
//     instants.
//   - Every act happens once.
//   - When it is over, the post-mortem is there: made from what was written, and
//     from nothing else.
//
// It must hold nothing about a person who is helped, and knows neither the
// directory nor the places: the page puts them beside it.
package crisis
