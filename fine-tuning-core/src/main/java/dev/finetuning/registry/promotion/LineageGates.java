package dev.finetuning.registry.promotion;

/** Gates that look at what a version was made from and who stands by it. */
final class LineageGates {
    private LineageGates() {}

    static Gate datasetValidated(double share) {
        String gate = "at least " + share + " of the training examples validated";
        return candidate -> {
            Double validated = candidate.version().lineage().datasetValidated();
            return validated == null
                    ? GateVerdict.fail(gate, "the share is not registered")
                    : GateVerdict.of(gate, validated >= share, validated + " validated");
        };
    }

    static Gate approvals(int people) {
        String gate = "approved by at least " + people + " people";
        return candidate -> {
            int given = candidate.version().approvals().size();
            String who = String.join(", ", candidate.version().approvals().keySet());
            return GateVerdict.of(gate, given >= people, given == 0 ? "approved by nobody" : "approved by " + who);
        };
    }
}
