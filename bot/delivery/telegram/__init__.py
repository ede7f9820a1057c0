"""What both Telegram bots know of Telegram, without either of their libraries."""
