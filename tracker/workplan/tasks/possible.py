"""The changes of state that the database keeps, in words of its own: models know no rules.

A test holds them equal to what the transition table makes possible.
"""

POSSIBLE_CHANGES = (
    "dispatch  dispatched",
    "acknowledge dispatched acknowledged",
    "decline dispatched declined",
    "redispatch declined dispatched",
    "transfer acknowledged dispatched",
    "transfer dispatched dispatched",
    "ask_closure acknowledged reported",
    "withdraw reported acknowledged",
    "close acknowledged closed",
    "close declined terminated",
    "close dispatched closed",
    "close paused closed",
    "close reported closed",
    "redo reported acknowledged",
    "reopen closed acknowledged",
    "reopen closed dispatched",
    "reopen closed paused",
    "pause acknowledged paused",
    "pause declined paused",
    "pause dispatched paused",
    "resume paused acknowledged",
    "resume paused declined",
    "resume paused dispatched",
    "terminate acknowledged terminated",
    "terminate declined terminated",
    "terminate dispatched terminated",
    "terminate paused terminated",
    "release acknowledged terminated",
    "release declined terminated",
    "release dispatched terminated",
    "undo acknowledged dispatched",
    "undo acknowledged reported",
    "undo closed acknowledged",
    "undo closed dispatched",
    "undo closed paused",
    "undo closed reported",
    "undo declined dispatched",
    "undo terminated acknowledged",
    "undo terminated declined",
    "undo terminated dispatched",
)
"""Step, state before (empty for the dispatch) and state after."""

IS_POSSIBLE = "step || ' ' || coalesce(was, '') || ' ' || now IN ({})".format(
    ", ".join(f"'{change}'" for change in POSSIBLE_CHANGES)
)
"""The constraint of `state_change`; an absent state is written out, as NULL would let all pass."""
