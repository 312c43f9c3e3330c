package dev.finetuning.synthesis;

import dev.finetuning.dataset.Fingerprint;
import dev.finetuning.example.Example;
import dev.finetuning.example.ExampleInfo;
import dev.finetuning.example.Origin;
import dev.finetuning.example.Provenance;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What something is grown from.
 *
 * @param place its place among the examples given, from 0
 * @param example the example
 * @param fingerprint its content's identity
 */
record Seed(int place, Example example, String fingerprint) {
    static Seed of(int place, Example example) {
        return new Seed(place, example, Fingerprint.of(example).hex());
    }

    Origin origin() {
        return example.info().provenance().origin();
    }

    /**
     * What is known of something grown from this: category and group, so that no split tears the two
     * apart, and whose it is. Never a validation: nobody has looked at it.
     */
    ExampleInfo descendant(Origin origin) {
        Map<String, String> labels = new LinkedHashMap<>();
        for (String inherited : new String[] {ExampleInfo.CATEGORY, ExampleInfo.GROUP}) {
            String value = example.info().metadata().get(inherited);
            if (value != null) {
                labels.put(inherited, value);
            }
        }
        labels.put(ExampleInfo.GROWN_FROM, example.info().grownFrom().orElse(fingerprint));
        return new ExampleInfo(labels, Provenance.synthetic(origin));
    }
}
