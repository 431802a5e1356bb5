"""Notices that leave the building by mail, SMS or a group's robot: kinds and numbers, no words."""
