package dev.finetuning.console.work;

import dev.finetuning.run.FineTuningRun;
import dev.finetuning.search.SearchResult;
import dev.finetuning.search.Trial;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A search as it stands.
 *
 * @param order what was wanted
 * @param by who started it
 * @param at when
 * @param promotion who wants the winner promoted, if somebody does
 * @param result what it has found so far
 * @param runs the runs of its trials, newest first
 * @param preparing how far the data of its next trials has come, if that takes long
 */
public record StartedSearch(
        SearchOrder order,
        String by,
        Instant at,
        Optional<String> promotion,
        SearchResult result,
        List<FineTuningRun> runs,
        Optional<String> preparing) {
    /** Copies the list. */
    public StartedSearch {
        runs = List.copyOf(runs);
    }

    /** How a search stands. */
    public enum Status {
        /** Trials are under way, or will begin. */
        RUNNING,
        /** All trials are over; the winner is being measured on fresh examples. */
        MEASURING,
        /** Nothing more will happen by itself. */
        DONE,
        /** Somebody has ended it. */
        CANCELLED
    }

    /** How it stands. */
    public Status status() {
        if (result.end().filter(SearchResult.End.CANCELLED::equals).isPresent()) {
            return Status.CANCELLED;
        }
        if (result.end().isEmpty() || !result.open().isEmpty()) {
            return Status.RUNNING;
        }
        return promotion.isPresent() && result.fresh().isEmpty() ? Status.MEASURING : Status.DONE;
    }

    /** Whether something will change by itself. */
    public boolean moves() {
        return switch (status()) {
            case RUNNING, MEASURING -> true;
            case CANCELLED -> !result.open().isEmpty();
            case DONE -> false;
        };
    }

    /** Whether somebody may ask for the promotion of the winner. */
    public boolean promotable() {
        return status() == Status.DONE && promotion.isEmpty() && result.winner().isPresent();
    }

    /** All trials, the measured ones first and of those the best. */
    public List<Trial> ranked() {
        List<Trial> all = new ArrayList<>(result.ranked());
        result.trials().stream().filter(trial -> !all.contains(trial)).forEach(all::add);
        return all;
    }

    /** The run of a trial. */
    public Optional<FineTuningRun> run(int trial) {
        String number = String.valueOf(trial);
        return runs.stream()
                .filter(run -> number.equals(run.labels().get(SearchDesk.TRIAL)))
                .findFirst();
    }
}
