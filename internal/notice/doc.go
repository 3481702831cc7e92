// Package notice tells workers by e-mail what waits for them: their day, once a
// day at most, and what presses, when it is of a kind that they chose.
//
// It owns the tables notice_wish and notice_sent, and guarantees:
//
//   - Nothing is sent that was not asked for, and nothing to an address before
//     somebody there has confirmed it. One press in any message ends them all.
//   - A day is told once at most, whatever the number of nodes, a restart or a
//     change of the clocks: it is marked as told before it leaves. What a server
//     surely did not take is tried again for a few hours; what it may have taken is
//     not.
//   - What is told is counted at that instant, under the hats that the worker
//     wears then. Whoever left, or whose account is closed, is told nothing.
//   - Messages hold numbers and links. No name, no code, no word of anybody is
//     asked for, so none can stand there (package contact refuses the rest).
//   - What presses waits for the end of the worker's calm hours, comes once an hour
//     at most, and does not come when a colleague has answered meanwhile.
//
// It must not know what a referral or a signal is, and must not send by any other
// way than contact.Sender.
package notice
