"""The use cases around the conversation engine: receiving, starting, pausing, showing."""
