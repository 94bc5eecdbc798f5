"""The frame of the service: what stands between a socket and the routes of `view.api` and `view.desk`.

settings   what the service is told: `Service`
held       one build, open for questions: `Held`, and the newest of them: `Holder`
session    who may write: the casebook's key, sessions, tickets
guard      which requests reach a route at all
limits     how large, how slow
logs       one line a request; what becomes of an error that nobody expected
errors     how a refusal is said: JSON to a program, a page to a person
app        all of these and the routes as one application
command    `kronika serve`
"""
