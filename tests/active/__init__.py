"""Nothing active in any output: own vectors in every text field, looked for by parsers and in a browser."""
