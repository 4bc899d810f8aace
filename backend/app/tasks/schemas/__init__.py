"""What requests and responses have about tasks."""
