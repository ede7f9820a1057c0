"""The participants' Telegram bot: a surface that maps updates to inputs and screens to messages."""
