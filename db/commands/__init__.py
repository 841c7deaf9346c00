"""What people do: session, actor, record in; row, history entry and raised revisions out, or a Problem."""
