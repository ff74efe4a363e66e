import { type Literal, type Sql, sql, value } from '#engine'
import { shortName } from '../listed-name.ts'

/**
 * What a publication appends to `ops.model_registry`: an entry for each model that differs from its newest entry, with the
 * reason, and one for each model that is no longer fitted. `fitted` selects one row for each group and model:
 *
 *     group_name, model_name, window_from_date, window_to_date, observation_count,
 *     parameters, fit, backtest (jsonb, never null; {} if there is nothing to say), code_hash,
 *     has_drifted, is_published, not_published_because
 */
export function appendToRegistry(subject: string, fitted: Sql, runId: Literal): readonly Sql[] {
  const named = sql`
        select
          ${shortName(sql`group_name`)} as group_name,
          model_name,
          window_from_date,
          window_to_date,
          observation_count,
          parameters,
          fit,
          backtest,
          code_hash,
          has_drifted,
          is_published,
          not_published_because
        from (${fitted}) fitted`
  return [
    sql`
      insert into ops.model_registry (
        run_id,
        subject,
        group_name,
        model_name,
        refit_because,
        window_from_date,
        window_to_date,
        observation_count,
        parameters,
        fit,
        backtest,
        code_hash,
        is_published,
        not_published_because
      )
      select
        ${runId},
        ${value(subject)},
        model.group_name,
        model.model_name,
        case
          when former.entry_id is null or former.refit_because = 'no longer fitted' then 'first fit'
          when former.code_hash <> model.code_hash then 'code'
          when former.window_to_date is not distinct from model.window_to_date then 'data'
          when model.has_drifted then 'drift'
          else 'schedule'
        end,
        model.window_from_date,
        model.window_to_date,
        model.observation_count,
        model.parameters,
        model.fit,
        model.backtest,
        model.code_hash,
        model.is_published,
        model.not_published_because
      from (${named}) model
      left join ops.model_current former
        on former.subject = ${value(subject)}
        and former.group_name = model.group_name
        and former.model_name = model.model_name
      where former.entry_id is null
        or former.refit_because = 'no longer fitted'
        or (
          former.window_from_date,
          former.window_to_date,
          former.observation_count,
          former.parameters,
          former.fit,
          former.backtest,
          former.code_hash,
          former.not_published_because
        ) is distinct from (
          model.window_from_date,
          model.window_to_date,
          model.observation_count,
          model.parameters,
          model.fit,
          model.backtest,
          model.code_hash,
          model.not_published_because
        )
      order by
        model.group_name,
        model.model_name`,
    sql`
      insert into ops.model_registry (
        run_id,
        subject,
        group_name,
        model_name,
        refit_because,
        window_from_date,
        window_to_date,
        observation_count,
        parameters,
        fit,
        backtest,
        code_hash,
        is_published,
        not_published_because
      )
      select
        ${runId},
        former.subject,
        former.group_name,
        former.model_name,
        'no longer fitted',
        former.window_from_date,
        former.window_to_date,
        former.observation_count,
        former.parameters,
        former.fit,
        former.backtest,
        former.code_hash,
        false,
        'the group or the model is no longer fitted'
      from ops.model_current former
      where former.subject = ${value(subject)}
        and former.refit_because <> 'no longer fitted'
        and not exists (
          select
          from (${named}) model
          where model.group_name = former.group_name
            and model.model_name = former.model_name
        )
      order by
        former.group_name,
        former.model_name`,
  ]
}
