package dev.finetuning.search;

import dev.finetuning.cost.Money;
import dev.finetuning.dataset.Fingerprint;
import dev.finetuning.example.Example;
import dev.finetuning.run.RunPlan;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The plans of trials: what the user's function makes of settings, with labels and the search's limit. Thread-safe. */
final class TrialPlans {
    static final String SEARCH = "search";
    static final String TRIAL = "trial";

    private final String search;
    private final Function<Settings, RunPlan.Builder> make;
    private final @Nullable Money budget;
    private final Set<Fingerprint> fresh = new HashSet<>();

    TrialPlans(
            String search,
            Function<Settings, RunPlan.Builder> make,
            @Nullable Money budget,
            List<? extends Example> fresh) {
        this.search = search;
        this.make = make;
        this.budget = budget;
        fresh.forEach(example -> this.fresh.add(Fingerprint.of(example)));
    }

    /** The key under which the run of a trial is started once. */
    String key(int trial) {
        return "search " + search + ", trial " + trial;
    }

    /**
     * The plan of a trial.
     *
     * @throws dev.finetuning.cost.UnknownPriceException if there is a budget, but the plan has no price
     * @throws IllegalStateException if the plan uses an example that is to be fresh
     */
    RunPlan of(int trial, Settings settings) {
        RunPlan.Builder builder = make.apply(settings)
                .addLabel(SEARCH, search)
                .addLabel(TRIAL, Integer.toString(trial))
                .withoutPromotion();
        if (budget != null) {
            builder.limit(SEARCH, budget);
        }
        RunPlan plan = builder.build();
        requireUnseen("trains on", plan.train());
        requireUnseen("validates on", plan.validation());
        requireUnseen("is evaluated on", plan.test());
        return plan;
    }

    private void requireUnseen(String how, Iterable<Example> examples) {
        if (!fresh.isEmpty()) {
            long seen = 0;
            for (Example example : examples) {
                seen += fresh.contains(Fingerprint.of(example)) ? 1 : 0;
            }
            if (seen > 0) {
                throw new IllegalStateException("a trial " + how + " " + seen
                        + " of the examples on which the winner is to be measured; the search must not see them");
            }
        }
    }

    static Optional<Money> estimate(RunPlan plan) {
        return plan.cost().flatMap(cost -> cost.training());
    }
}
