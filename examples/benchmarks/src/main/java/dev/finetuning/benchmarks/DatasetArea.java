package dev.finetuning.benchmarks;

import java.util.LinkedHashMap;
import java.util.Map;

/** Dataset preparation: reading, writing, and what is looked for in between. */
final class DatasetArea implements Area {
    @Override
    public String name() {
        return "dataset";
    }

    @Override
    public Map<String, Double> ratios() throws Exception {
        Map<String, Double> ratios = new LinkedHashMap<>();
        ratios.putAll(ReadingRatios.measure());
        ratios.putAll(PiiRatios.measure());
        ratios.putAll(TokenRatios.measure());
        ratios.putAll(NearDuplicateRatios.measure());
        return ratios;
    }
}
