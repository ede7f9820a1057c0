"""Who takes part: codes and joining, consent, and what people prefer."""
