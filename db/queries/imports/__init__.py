"""What an import needs to know: the lists texts are looked up in, the preview of a file, the batches there are."""
