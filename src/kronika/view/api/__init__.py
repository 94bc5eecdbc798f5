"""What other programs ask Kronika: FollowTheMoney entities as JSON.

yente.py     the paths of yente, whose clients exist: matching, searching, entities, data sets
  models     requests and answers, as the API's description shows them
  scope      in which data sets, and which of their entities, an answer is looked for
  example    a query by example: what of it can be compared
  match, search, entities, catalog
"""
