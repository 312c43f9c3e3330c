package dev.finetuning.synthesis;

import dev.finetuning.cost.Money;
import java.util.Optional;

/**
 * The estimated effort of a synthesis, without questions that are already answered.
 *
 * @param examples how many examples it would make if every answer were usable and new
 * @param calls how many calls that takes
 * @param inputTokens the tokens sent, estimated at three characters per token
 * @param outputTokens the tokens written: for each example wanted as many as its seed has, or the maximum
 *     that the request allows
 * @param cost what that costs, if the price is known
 */
public record SynthesisEstimate(long examples, int calls, long inputTokens, long outputTokens, Optional<Money> cost) {}
