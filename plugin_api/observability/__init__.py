"""What whoever runs the service can see of it: metrics, logs, traces.

In comes what happens to each request; out goes what Prometheus scrapes, lines of JSON, and spans by OTLP. It must not
change an answer, save for a header with the request's id, and knows nothing of rules but their ids.
"""
