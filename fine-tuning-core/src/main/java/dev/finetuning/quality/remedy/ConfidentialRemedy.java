package dev.finetuning.quality.remedy;

/** A remedy whose takings stay unwritten. */
record ConfidentialRemedy(Remedy remedy) implements Remedy {
    @Override
    public Pass begin() {
        return remedy.begin();
    }

    @Override
    public boolean confidential() {
        return true;
    }

    @Override
    public boolean independent() {
        return remedy.independent();
    }
}
