"""Log-in by a bureau's own OpenID provider, here called its issuer, for `provider` is the contracted company."""
