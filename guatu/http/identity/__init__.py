"""Who somebody is, as another house says it: the county's sign-in (OIDC) or a gateway's signed header.

`doors` reads from the environment which ways to sign in there are; `providers` gives each the same shape; the
answer is a `Recognised`, which `matching` turns into a person of the registry, or refuses.
"""
