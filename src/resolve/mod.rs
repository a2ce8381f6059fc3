mod merged;
