-- every staged device is present
select count(*) as row_count
      from (select device_key, record_key, source, device_id, model, product_id, firmware_version, registered_at, unregistered_at, updated_at, is_deleted from {{ source('pii', 'stg_devices__registrations') }}) staged
      except
      select count(*) as row_count
      from {{ ref('fct_device_registrations') }} present
