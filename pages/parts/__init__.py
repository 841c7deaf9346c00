"""What pages share: who visits, forms, cached readers, refusals as sentences."""
