package contact

import "errors"

// ErrStopped is what a gateway answers for a number that wants no message.
var ErrStopped = errors.New("contact: the number was stopped")

// Sender is a gateway: it takes what was cleared, and returns its own id of it.
// An error of kind Unavailable is tried again later; ErrStopped says that the
// number wants none; any other ends the message, for people to see. It refuses
// an empty Cleared.
type Sender interface {
	Send(c Cleared) (gatewayID string, err error)
}
