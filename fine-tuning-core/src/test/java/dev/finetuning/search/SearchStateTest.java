package dev.finetuning.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class SearchStateTest {
    private static final Offset<Double> ROUNDING = within(1e-12);

    private final SearchState state = new SearchState(new SearchIdentity(
            "search",
            Objective.validationLoss(),
            SearchSpace.builder().whole("epochs", 1, 99).build(),
            42));

    private int begun() {
        int number = state.trials().size();
        state.begun(new Settings(Map.of("epochs", number + 1)), Optional.empty());
        return number;
    }

    private void measured(double loss) {
        over(begun(), Trial.Outcome.MEASURED, loss);
    }

    private void stopped(int rung, double loss) {
        int trial = begun();
        for (int passed = 0; passed < rung; passed++) {
            state.reached(trial, new Rungs.Visit(passed, 1, true));
        }
        state.reached(trial, new Rungs.Visit(rung, loss, false));
        over(trial, Trial.Outcome.STOPPED, loss);
    }

    private void over(int trial, Trial.Outcome outcome, double loss) {
        state.over(state.trials().get(trial).toBuilder()
                .outcome(outcome)
                .value(OptionalDouble.of(loss))
                .build());
    }

    @Test
    void past_stoppedTrials_areWorseTheEarlierTheyWereStopped() {
        stopped(0, 0.7);
        measured(0.5);
        stopped(1, 0.4);
        stopped(0, 0.6);
        begun();
        stopped(1, 0.9);

        List<Observation> past = state.past();

        assertThat(past.get(4).loss()).isEmpty();
        assertThat(loss(past, 1)).isEqualTo(0.5);
        assertThat(loss(past, 2)).as("no better than what was measured").isCloseTo(0.5, ROUNDING);
        assertThat(loss(past, 5)).as("by as much worse as at the rung").isCloseTo(1.0, ROUNDING);
        assertThat(loss(past, 3)).as("no better than what was stopped later").isCloseTo(1.0, ROUNDING);
        assertThat(loss(past, 0)).isCloseTo(1.1, ROUNDING);
    }

    @Test
    void past_onlyStoppedTrials_keepTheirLosses() {
        stopped(0, 0.7);
        stopped(0, 0.6);

        assertThat(state.past()).extracting(each -> each.loss().getAsDouble()).containsExactly(0.7, 0.6);
    }

    private static double loss(List<Observation> past, int trial) {
        return past.get(trial).loss().getAsDouble();
    }
}
