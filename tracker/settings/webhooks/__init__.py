"""The pages on which the system admin keeps webhooks; what is sent to them is written by `messages`."""
