"""The check of the image itself: lumbar AP, lumbar lateral, or a reason to refuse it."""
