-- What differs between two states of a list, each given as a query for its facts: `who` they are about, the `entity`
-- within which values are compared, whether the fact is the subject's `own`, schema, property and value.
-- Whoever has records in one state only is listed or delisted; else the facts are compared value by value, and a value
-- that is gone and one that is new in the same place of the same entity are one amendment.
WITH
old_facts AS (SELECT DISTINCT who, entity, own, schema, prop, value FROM ({old})),
new_facts AS (SELECT DISTINCT who, entity, own, schema, prop, value FROM ({new})),
old_subjects AS (SELECT who, coalesce(min(value) FILTER (own AND prop = 'name'), min(value) FILTER (own AND prop IN ('alias', 'weakAlias'))) AS name FROM old_facts GROUP BY who),
new_subjects AS (SELECT who, coalesce(min(value) FILTER (own AND prop = 'name'), min(value) FILTER (own AND prop IN ('alias', 'weakAlias'))) AS name FROM new_facts GROUP BY who),
gone AS (
    SELECT *, row_number() OVER (PARTITION BY entity, prop ORDER BY value) AS n
    FROM (SELECT * FROM old_facts EXCEPT SELECT * FROM new_facts) JOIN new_subjects USING (who)
),
come AS (
    SELECT *, row_number() OVER (PARTITION BY entity, prop ORDER BY value) AS n
    FROM (SELECT * FROM new_facts EXCEPT SELECT * FROM old_facts) JOIN old_subjects USING (who)
)
SELECT 'listed' AS kind, who, name, '' AS entity, '' AS schema, '' AS prop, NULL AS before, NULL AS after
FROM new_subjects ANTI JOIN old_subjects USING (who)
UNION ALL
SELECT 'delisted', who, name, '', '', '', NULL, NULL
FROM old_subjects ANTI JOIN new_subjects USING (who)
UNION ALL
SELECT 'amended', coalesce(come.who, gone.who), coalesce(come.name, gone.name),
       coalesce(come.entity, gone.entity), coalesce(come.schema, gone.schema), coalesce(come.prop, gone.prop),
       gone.value, come.value
FROM gone FULL JOIN come ON gone.entity = come.entity AND gone.prop = come.prop AND gone.n = come.n AND gone.schema = come.schema
ORDER BY kind, who, entity, prop, before, after
