package dev.finetuning.local.internal.model;

import dev.finetuning.local.LocalTrainingPipeline;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A model of remembered examples.
 *
 * @param cases the examples
 * @param index finds the nearest of them
 */
public record NearestBody(List<TrainingCase> cases, NearestIndex index) implements ModelBody {
    public NearestBody {
        cases = List.copyOf(cases);
    }

    public static NearestBody of(List<TrainingCase> cases) {
        return new NearestBody(
                cases,
                new NearestIndex(cases.stream().map(TrainingCase::features).toList()));
    }

    @Override
    public String algorithm() {
        return LocalTrainingPipeline.NEAREST;
    }

    @Override
    public void write(ModelWriter out) throws IOException {
        Map<String, Integer> numbers = new LinkedHashMap<>();
        cases.forEach(one -> numbers.putIfAbsent(one.answer(), numbers.size()));
        out.texts(List.copyOf(numbers.keySet()));
        out.ints(cases.stream()
                .mapToInt(one -> numbers.getOrDefault(one.answer(), 0))
                .toArray());
        for (TrainingCase one : cases) {
            out.ints(one.features());
        }
    }

    public static NearestBody read(ModelReader in) throws IOException {
        List<String> answers = in.texts();
        int[] numbers = in.ints();
        List<TrainingCase> cases = new ArrayList<>(numbers.length);
        for (int number : numbers) {
            ModelReader.require(number >= 0 && number < answers.size(), "an answer is missing");
            int[] features = in.ints();
            for (int bucket : features) {
                ModelReader.require(bucket >= 0 && bucket < TextFeatures.BUCKETS, "a feature is out of range");
            }
            cases.add(new TrainingCase(features, answers.get(number)));
        }
        return of(cases);
    }
}
