package dev.finetuning.content;

class InMemoryContentStoreTest extends ContentStoreContractTest {
    private final InMemoryContentStore store = new InMemoryContentStore();

    @Override
    protected ContentStore open() {
        return store;
    }
}
