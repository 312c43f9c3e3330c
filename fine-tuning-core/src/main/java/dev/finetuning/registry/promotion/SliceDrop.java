package dev.finetuning.registry.promotion;

import dev.finetuning.registry.version.Direction;
import dev.finetuning.registry.version.ScoreCard;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** A metric is worse than the champion's by at most so much on every slice that both were measured on. */
record SliceDrop(String metric, double tolerated) implements Gate {
    SliceDrop {
        Evidence.finite("a tolerated drop", tolerated);
    }

    @Override
    public Set<String> metrics() {
        return Set.of(metric);
    }

    @Override
    public GateVerdict judge(Candidate candidate) {
        String gate = metric + " worse than the champion by at most " + tolerated + " on every slice";
        return Evidence.besideChampion(gate, metric, candidate, (own, champions) -> {
            List<String> failing = new ArrayList<>();
            champions.slices().forEach((slice, before) -> {
                ScoreCard.Slice now = own.slices().get(slice);
                if (now == null) {
                    failing.add(slice + " was not measured");
                } else if (!tolerable(own.direction().gain(now.value(), before.value()))) {
                    failing.add(
                            slice + " " + Evidence.figure(now.value()) + " after " + Evidence.figure(before.value()));
                }
            });
            return failing.isEmpty()
                    ? GateVerdict.pass(gate, champions.slices().size() + " slices")
                    : GateVerdict.fail(gate, String.join("; ", failing));
        });
    }

    private boolean tolerable(double gain) {
        return Direction.HIGHER_IS_BETTER.reaches(gain, -tolerated);
    }
}
