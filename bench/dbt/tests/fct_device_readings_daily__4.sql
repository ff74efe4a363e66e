-- the average is between the lowest and the highest
select * from {{ ref('fct_device_readings_daily') }} where not (average_reading between lowest_reading and highest_reading)
