package dev.finetuning.synthesis;

import dev.finetuning.cost.Money;
import java.util.Optional;

/**
 * What a synthesis will probably take, as far as it is not answered already.
 *
 * @param examples how many examples it would make if every answer were usable and new
 * @param calls how many calls that takes
 * @param inputTokens the tokens sent, estimated at three characters a token
 * @param outputTokens the tokens written: as many as the example they are grown from has, for each
 *     example wanted, or what the request allows at most
 * @param cost what that costs, where the price is known
 */
public record SynthesisEstimate(long examples, int calls, long inputTokens, long outputTokens, Optional<Money> cost) {}
