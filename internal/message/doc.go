// Package message speaks to the gateways that carry text messages, by two
// common HTTP conventions: the external channel of RapidPro, and Twilio.
//
// It guarantees:
//
//   - What a gateway sends is believed only with its signature or its shared
//     secret, compared in constant time; anything else gets one short refusal
//     that tells nothing.
//   - A message is acknowledged after it is stored (Desk.Hear), and not before.
//     Told again, it is acknowledged again.
//   - The public address that a signature covers comes from the configuration,
//     never from a header that anybody can send.
//   - No number and no word stands in an address of ours, or in the log.
//
// It must not decide what a message means: package need does. It keeps nothing.
package message
