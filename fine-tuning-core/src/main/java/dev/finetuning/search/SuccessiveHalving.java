package dev.finetuning.search;

import dev.finetuning.training.Metrics;
import java.util.Collection;

/**
 * Asynchronous successive halving (ASHA): a trial is compared with the others at rungs, which stand at grace, grace ×
 * eta, grace × eta² and so on. It goes on if it is among the best 1/eta of those that have reached the rung so far,
 * or the best one; otherwise its job is cancelled. From Li et al., "A System for Massively Parallel Hyperparameter
 * Tuning" (2020); who goes on is decided as in Optuna's {@code SuccessiveHalvingPruner}. Immutable.
 *
 * <p>It saves money only at providers that bill a cancelled job for what it has trained.
 */
public final class SuccessiveHalving {
    private static final int ETA = 4;

    private final String resource;
    private final double grace;
    private final int eta;

    private SuccessiveHalving(String resource, double grace, int eta) {
        if (!(grace > 0) || Double.isInfinite(grace)) {
            throw new IllegalArgumentException("grace must be above 0: " + grace);
        }
        if (eta < 2) {
            throw new IllegalArgumentException("eta must be at least 2: " + eta);
        }
        this.resource = resource;
        this.grace = grace;
        this.eta = eta;
    }

    /**
     * Rungs by epochs, with an eta of 4, at a provider that reports {@link Metrics#EPOCH}.
     *
     * @param grace the epochs up to the first rung, above 0
     * @throws IllegalArgumentException if it is not
     */
    public static SuccessiveHalving byEpochs(double grace) {
        return new SuccessiveHalving(Metrics.EPOCH, grace, ETA);
    }

    /**
     * Rungs by gradient steps, with an eta of 4.
     *
     * @param grace the steps up to the first rung, above 0
     * @throws IllegalArgumentException if it is not
     */
    public static SuccessiveHalving bySteps(double grace) {
        return new SuccessiveHalving(Metrics.STEP, grace, ETA);
    }

    /**
     * These rungs with another factor between them.
     *
     * @throws IllegalArgumentException if it is below 2
     */
    public SuccessiveHalving eta(int factor) {
        return new SuccessiveHalving(resource, grace, factor);
    }

    /** The metric that says how far a job is. */
    String resource() {
        return resource;
    }

    /** Where a rung stands. */
    double at(int rung) {
        return grace * Math.pow(eta, rung);
    }

    /**
     * Whether a trial goes on from a rung.
     *
     * @param loss its loss there
     * @param all the losses of all that have reached the rung so far, its own among them
     */
    boolean goesOn(double loss, Collection<Double> all) {
        int places = Math.max(1, all.size() / eta);
        return all.stream().filter(other -> other < loss).count() < places;
    }
}
