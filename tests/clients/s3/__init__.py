"""What AWS documents of S3, as assertions of a real client: one file for each area."""
