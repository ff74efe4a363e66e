-- no period ends before it begins
select * from {{ ref('fct_consents') }} where not (valid_to >= valid_from)
