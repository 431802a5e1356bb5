"""What gives pause about proofs and words: each check a pure function, each finding with its reason.

None of them proves anything, and none of them stops anything: a verifier reads them and decides.
"""
