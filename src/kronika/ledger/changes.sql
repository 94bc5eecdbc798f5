-- What differs between two copies of one list: $old and $new are the Parquet files of their facts.
-- A subject is listed or delisted when it has records in one copy only; else its facts are compared value by value,
-- and a value that is gone and one that is new in the same place of the same entity are one amendment.
WITH
old_facts AS (SELECT DISTINCT subject, entity, schema, prop, value FROM read_parquet($old)),
new_facts AS (SELECT DISTINCT subject, entity, schema, prop, value FROM read_parquet($new)),
old_subjects AS (SELECT subject, coalesce(min(value) FILTER (prop = 'name' AND entity = subject), min(value) FILTER (entity = subject AND prop IN ('alias', 'weakAlias'))) AS name FROM old_facts GROUP BY subject),
new_subjects AS (SELECT subject, coalesce(min(value) FILTER (prop = 'name' AND entity = subject), min(value) FILTER (entity = subject AND prop IN ('alias', 'weakAlias'))) AS name FROM new_facts GROUP BY subject),
gone AS (
    SELECT *, row_number() OVER (PARTITION BY entity, prop ORDER BY value) AS n
    FROM (SELECT * FROM old_facts EXCEPT SELECT * FROM new_facts) JOIN new_subjects USING (subject)
),
come AS (
    SELECT *, row_number() OVER (PARTITION BY entity, prop ORDER BY value) AS n
    FROM (SELECT * FROM new_facts EXCEPT SELECT * FROM old_facts) JOIN old_subjects USING (subject)
)
SELECT 'listed' AS kind, subject, name, '' AS entity, '' AS schema, '' AS prop, NULL AS before, NULL AS after
FROM new_subjects ANTI JOIN old_subjects USING (subject)
UNION ALL
SELECT 'delisted', subject, name, '', '', '', NULL, NULL
FROM old_subjects ANTI JOIN new_subjects USING (subject)
UNION ALL
SELECT 'amended', coalesce(come.subject, gone.subject), coalesce(come.name, gone.name),
       coalesce(come.entity, gone.entity), coalesce(come.schema, gone.schema), coalesce(come.prop, gone.prop),
       gone.value, come.value
FROM gone FULL JOIN come ON gone.entity = come.entity AND gone.prop = come.prop AND gone.n = come.n AND gone.schema = come.schema
ORDER BY kind, subject, entity, prop, before, after
