package dev.finetuning.retraining;

import dev.finetuning.dataset.Split;
import dev.finetuning.example.Example;
import java.util.AbstractCollection;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.function.Function;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * What a round trains on. The same round has the same data in every process. The training examples are read from the
 * queue each time; memory holds none of them.
 */
final class RoundData {
    private final ExampleQueue queue;
    private final TrainingRound round;
    private final long learnt;
    private final Function<Example, Optional<Split.Part>> parts;
    private final HeldOut validation;
    private final HeldOut test;
    private final Replay replay;
    private final Replay.Chosen replayed;
    private int added;

    /**
     * Looks through the queue for the data of a round.
     *
     * @param learnt the number from which on examples are new
     */
    RoundData(RoundPlans plans, TrainingRound round, long learnt) {
        this.queue = plans.queue();
        this.round = round;
        this.learnt = learnt;
        Division division = plans.division();
        parts = division.of(
                plans.name(), () -> queued().map(ExampleQueue.Queued::example).iterator());
        validation = new HeldOut(division.heldOut());
        test = new HeldOut(division.heldOut());
        replay = new Replay(round);
        queued().forEach(each -> parts.apply(each.example()).ifPresent(part -> take(each, part)));
        replayed = replay.choose(added);
    }

    private Stream<ExampleQueue.Queued> queued() {
        Iterator<ExampleQueue.Queued> all = queue.each(0, round.begin().upTo());
        return StreamSupport.stream(Spliterators.spliteratorUnknownSize(all, Spliterator.ORDERED), false);
    }

    private void take(ExampleQueue.Queued each, Split.Part part) {
        switch (part) {
            case VALIDATION -> validation.add(each);
            case TEST -> test.add(each);
            case TRAIN -> {
                if (isNew(each)) {
                    added++;
                } else {
                    replay.consider(each.example());
                }
            }
        }
    }

    private boolean isNew(ExampleQueue.Queued each) {
        return each.number() >= learnt;
    }

    private boolean trains(ExampleQueue.Queued each) {
        return parts.apply(each.example()).filter(Split.Part.TRAIN::equals).isPresent()
                && (isNew(each) || replayed.contains(each.example()));
    }

    /** New examples and replayed older ones, in the order of the queue. */
    Collection<Example> train() {
        return new AbstractCollection<>() {
            @Override
            public int size() {
                return added + replayed.size();
            }

            @Override
            public Iterator<Example> iterator() {
                return queued().filter(RoundData.this::trains)
                        .map(ExampleQueue.Queued::example)
                        .iterator();
            }
        };
    }

    /** The validation examples so far. */
    List<Example> validation() {
        return validation.examples();
    }

    /** The test examples so far, which no round ever trains on. */
    List<Example> test() {
        return test.examples();
    }
}
