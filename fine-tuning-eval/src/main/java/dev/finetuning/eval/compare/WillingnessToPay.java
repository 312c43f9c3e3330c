package dev.finetuning.eval.compare;

/**
 * What quality and time are worth to the application, in US dollars per request, so that they can be
 * weighed against each other and against the price.
 *
 * @param fullScore how much more an answer with score 1 is worth than one with score 0, above 0
 * @param second what it is worth to answer one second sooner, at least 0; 0 if time does not matter
 */
public record WillingnessToPay(double fullScore, double second) {
    /**
     * Checks the ranges.
     *
     * @throws IllegalArgumentException if a number is out of its range
     */
    public WillingnessToPay {
        if (!(fullScore > 0 && Double.isFinite(fullScore) && second >= 0 && Double.isFinite(second))) {
            throw new IllegalArgumentException(
                    "a full score is worth more than 0 and a second at least 0: " + fullScore + ", " + second);
        }
    }
}
