package dev.finetuning.dataset;

import dev.finetuning.example.Example;
import dev.finetuning.format.ExampleFormat;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The work of one thread for a preparation: the steps that need no order, and the line if none follow that do. */
final class PreparationWork implements Function<Example, PreparationWork.Prepared> {
    /**
     * What was made of one example without looking at any other.
     *
     * @param example the example after its steps; null if one of them dropped it or failed
     * @param inOrder what remains to be done when it is its turn
     * @param rendered its digests and its line; null if there is no example, or if steps follow that need order
     * @param failure what a step threw
     */
    record Prepared(
            @Nullable Example example,
            List<Runnable> inOrder,
            @Nullable Rendered rendered,
            @Nullable Throwable failure) {}

    private final List<PreparationStep.Work> steps;
    private final Rendered.@Nullable Maker maker;

    private PreparationWork(List<PreparationStep.Work> steps, Rendered.@Nullable Maker maker) {
        this.steps = steps;
        this.maker = maker;
    }

    /** Work that ends with an example. */
    static PreparationWork of(List<PreparationStep> steps) {
        return new PreparationWork(steps.stream().map(PreparationStep::begin).toList(), null);
    }

    /** Work that ends with a line. */
    static PreparationWork of(List<PreparationStep> steps, ExampleFormat format) {
        return new PreparationWork(steps.stream().map(PreparationStep::begin).toList(), new Rendered.Maker(format));
    }

    @Override
    public Prepared apply(Example example) {
        List<Runnable> inOrder = new ArrayList<>(steps.size());
        try {
            Optional<Example> kept = Optional.of(example);
            for (PreparationStep.Work step : steps) {
                kept = kept.flatMap(each -> step.apply(each, inOrder::add));
            }
            Example left = kept.orElse(null);
            return new Prepared(left, inOrder, left == null || maker == null ? null : maker.of(left), null);
        } catch (RuntimeException | Error e) {
            return new Prepared(null, inOrder, null, e);
        }
    }
}
