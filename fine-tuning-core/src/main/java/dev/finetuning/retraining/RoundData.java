package dev.finetuning.retraining;

import dev.finetuning.dataset.Dataset;
import dev.finetuning.dataset.DatasetBuilder;
import dev.finetuning.dataset.Fingerprint;
import dev.finetuning.dataset.Split;
import dev.finetuning.dataset.SplitPlan;
import dev.finetuning.example.Example;
import dev.finetuning.internal.content.Sha256;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What a round trains on. The same round has the same data in every process.
 *
 * @param train new examples and replayed older ones
 * @param validation all validation examples so far
 * @param test all test examples so far, which no round ever trains on
 */
record RoundData(List<Example> train, List<Example> validation, List<Example> test) {
    /**
     * The data of a round.
     *
     * @param examples all examples up to the round
     * @param learnt the number from which on they are new
     */
    static RoundData of(
            String name, TrainingRound round, List<ExampleQueue.Queued> examples, long learnt, SplitPlan plan) {
        DatasetBuilder all = Dataset.builder(name);
        Set<Fingerprint> fresh = new HashSet<>();
        for (ExampleQueue.Queued each : examples) {
            all.add(each.example());
            if (each.number() >= learnt) {
                fresh.add(Fingerprint.of(each.example()));
            }
        }
        Split split = all.build().split(plan);
        List<Example> added = new ArrayList<>();
        List<Example> older = new ArrayList<>();
        for (Example example : split.train()) {
            (fresh.contains(Fingerprint.of(example)) ? added : older).add(example);
        }
        List<Example> train = new ArrayList<>(replayed(older, added.size(), round));
        train.addAll(added);
        return new RoundData(train, split.validation().examples(), split.test().examples());
    }

    /** So many of the older ones that they are the wanted share of all; which ones differs from round to round. */
    private static List<Example> replayed(List<Example> older, int added, TrainingRound round) {
        double share = round.begin().replay();
        if (share >= 1) {
            return older;
        }
        long wanted = Math.round(added * share / (1 - share));
        return older.stream()
                .sorted(Comparator.comparing(
                        (Example example) -> Sha256.hex(round.number() + " " + Fingerprint.of(example))))
                .limit(wanted)
                .toList();
    }
}
