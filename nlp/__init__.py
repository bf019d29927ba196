"""What spaCy finds: pipelines, our components, and the process that analyses. This module itself imports nothing."""
