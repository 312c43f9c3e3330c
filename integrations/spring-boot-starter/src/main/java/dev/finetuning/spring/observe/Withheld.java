package dev.finetuning.spring.observe;

import io.micrometer.observation.Observation;
import java.util.function.Supplier;

/** Stands for a failure whose message may quote content: its type alone goes to traces. */
final class Withheld extends RuntimeException {
    private static final long serialVersionUID = 1;
    private static final String NO_ERROR = "none";

    private Withheld(Throwable failure) {
        super(failure.getClass().getName(), null, false, false);
    }

    /** Does something while it is observed. A failure is recorded by its type, and thrown as it is. */
    static <T> T during(Observation observation, Supplier<T> work) {
        observation.lowCardinalityKeyValue(GenAi.ERROR, NO_ERROR).start();
        Observation.Scope scope = observation.openScope();
        try {
            return work.get();
        } catch (RuntimeException e) {
            fail(observation, e);
            throw e;
        } finally {
            scope.close();
            observation.stop();
        }
    }

    private static void fail(Observation observation, RuntimeException failure) {
        observation.lowCardinalityKeyValue(GenAi.ERROR, failure.getClass().getSimpleName());
        observation.error(new Withheld(failure));
    }
}
