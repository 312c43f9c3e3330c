package dev.finetuning.registry.promotion;

import dev.finetuning.registry.version.ScoreCard;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** A metric reaches a threshold on every slice that is large enough. */
record SliceThreshold(String metric, double threshold, long minCases) implements Gate {
    SliceThreshold {
        Evidence.finite("a threshold", threshold);
    }

    @Override
    public Set<String> metrics() {
        return Set.of(metric);
    }

    @Override
    public GateVerdict judge(Candidate candidate) {
        String gate = metric + " no worse than " + threshold + " on every slice of at least " + minCases + " cases";
        return candidate
                .version()
                .score(metric)
                .map(card -> judge(gate, card))
                .orElseGet(() -> Evidence.missing(gate, candidate.version(), metric));
    }

    private GateVerdict judge(String gate, ScoreCard card) {
        List<String> failing = new ArrayList<>();
        List<String> judged = new ArrayList<>();
        card.slices().forEach((slice, score) -> {
            if (score.n() >= minCases) {
                String line = slice + " " + Evidence.figure(score.value()) + " on " + score.n();
                judged.add(line);
                if (!card.direction().reaches(score.value(), threshold)) {
                    failing.add(line);
                }
            }
        });
        return judged.isEmpty()
                ? GateVerdict.fail(gate, "no slice has that many cases")
                : GateVerdict.of(gate, failing.isEmpty(), String.join("; ", failing.isEmpty() ? judged : failing));
    }
}
