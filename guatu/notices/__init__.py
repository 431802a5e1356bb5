"""Notices (消息): who was told of what, who has seen it, who has signed for it."""
