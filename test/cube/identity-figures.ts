/** Two evaluations: 100 true pairs with 80 joined, 70 of them correctly; and 300 true pairs, all joined correctly. */
export const identityRows = `
  insert into marts.mart_cluster_size values (1, 30), (3, 10);
  insert into marts.mart_identity_backlog values ('review', 'weight', 4, 8);
  insert into marts.mart_identity_quality
    (evaluation_key, evaluation_id, evaluated_at, measured_against, part, label, true_pair_count, joined_pair_count,
     correct_pair_count, bcubed_f1, is_latest)
  values (1, 'one', '2026-01-01Z', 'sample company', 'result', 'all', 100, 80, 70, 0.8, false),
    (2, 'two', '2026-01-02Z', 'sample company', 'result', 'all', 300, 300, 300, 1, true);
  insert into marts.mart_match_finding values (1, 1, true, 'not converged', 'name', 5000, 'it did not settle', 'give the rule more columns');
  insert into marts.mart_match_model values (1, '2026-01-01Z', 'first', 100, -6, true, 1, 'given name', 1, 'same', 0.9, 0.01, 6.5, null);
  insert into marts.mart_match_weight values (5, 'together', 12);
`
