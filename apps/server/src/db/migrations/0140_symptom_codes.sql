-- One list of symptom codes: declarations had two of their own for what the profiles of diseases call otherwise.
update declaration d
   set symptoms = (
     select jsonb_agg(case t.code when 'lossOfSmell' then 'lossOfSmellOrTaste' when 'shortOfBreath' then 'breathless' else t.code end
                      order by t.place)
       from jsonb_array_elements_text(d.symptoms) with ordinality as t (code, place))
 where jsonb_typeof(d.symptoms) = 'array' and d.symptoms ?| array['lossOfSmell', 'shortOfBreath'];
