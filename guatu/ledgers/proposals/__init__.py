"""What a model on a machine of the office proposes for fields of which the reader is not sure.

Off unless an endpoint is named. A proposal stands beside the draft, with the words of the document that hold
it; a person takes it or does not. Nothing waits for it and nothing fails without it.
"""
