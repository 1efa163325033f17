"""Code as people write it: learning before the split, and after it."""

__all__ = ["BAD", "GOOD"]

BAD = {
    "fit": [
        """
df = pd.read_csv("people.csv")
X, y = df.drop(columns="outcome"), df["outcome"]
scaler = StandardScaler()
X = scaler.fit_transform(X)
X_train, X_test, y_train, y_test = train_test_split(X, y, stratify=y)
model = LogisticRegression().fit(X_train, y_train)
print(model.score(X_test, y_test))
""",
        """
X_train, X_test, y_train, y_test = train_test_split(X, y)
imputer = KNNImputer().fit(X)
X_train = imputer.transform(X_train)
X_test = imputer.transform(X_test)
""",
        """
def load(path):
    table = pd.read_parquet(path)
    table[NUMBERS] = MinMaxScaler().fit_transform(table[NUMBERS])
    return table

df = load("people.parquet")
df["fold"] = 0
train, test = train_test_split(df)
""",
        """
X = TfidfVectorizer(min_df=5).fit_transform(df.letter)
scores = cross_val_score(LogisticRegression(), X, df.outcome, cv=5)
""",
        """
X_train, X_test = train_test_split(X)
X_train = StandardScaler().fit_transform(X_train)
X_test = StandardScaler().fit_transform(X_test)
""",
    ],
    "number": [
        """
df = pd.read_csv("people.csv")
df["income"] = df["income"].fillna(df["income"].median())
train, test = train_test_split(df, random_state=1)
""",
        """
df.fillna(df.mean(numeric_only=True), inplace=True)
data = wb.read_data(df, target="outcome")
split = wb.split_data(data)
""",
        """
low, high = df.age.quantile(0.01), df.age.quantile(0.99)
df = df[(df.age > low) & (df.age < high)]
train = df.sample(frac=0.8, random_state=0)
test = df.drop(train.index)
""",
        """
values = (df[cols] - np.mean(df[cols], axis=0)) / np.std(df[cols], axis=0)
for fold, (fit, held) in enumerate(KFold(5).split(values)):
    model.fit(values[fit], y[fit])
""",
    ],
    "groups": [
        """
df = pd.read_csv("people.csv")
df["city_rate"] = df.groupby("city")["outcome"].transform("mean")
train, test = train_test_split(df)
""",
        """
rates = df.groupby("branch")["outcome"].mean()
df["branch"] = df["branch"].map(rates)
X_train, X_test, y_train, y_test = train_test_split(df.drop(columns="outcome"), df["outcome"])
""",
        """
by_city = df.groupby("city").agg(mean_income=("income", "mean"))
df = df.merge(by_city, on="city")
split = wb.split_data(wb.read_data(df, target="outcome"))
""",
    ],
    "resample": [
        """
X, y = SMOTE(random_state=0).fit_resample(X, y)
X_train, X_test, y_train, y_test = train_test_split(X, y)
""",
        """
sampler = RandomOverSampler()
X_more, y_more = sampler.fit_resample(df[features], df["outcome"])
cross_validate(model, X_more, y_more)
""",
    ],
    "select": [
        """
X = SelectKBest(f_classif, k=20).fit_transform(X, y)
print(cross_val_score(LogisticRegression(), X, y).mean())
""",
        """
strong = df.corr(numeric_only=True)["outcome"].abs().sort_values(ascending=False).index[1:11]
X = df[strong]
X_train, X_test, y_train, y_test = train_test_split(X, df["outcome"])
""",
        """
selector = RFE(LogisticRegression(), n_features_to_select=5)
selector.fit(X, y)
X_small = selector.transform(X)
GridSearchCV(SVC(), {"C": [1, 10]}).fit(X_small, y)
""",
    ],
}
"""Code that learns from rows it holds out later, by kind."""

GOOD = [
    """
df = pd.read_csv("people.csv").dropna()
df.describe()
print(df.income.mean())
X, y = pd.get_dummies(df.drop(columns="outcome")), LabelEncoder().fit_transform(df["outcome"])
X_train, X_test, y_train, y_test = train_test_split(X, y)
model = make_pipeline(StandardScaler(), LogisticRegression()).fit(X_train, y_train)
print(model.score(X_test, y_test))
model.fit(X, y)
""",
    """
train, test = train_test_split(df)
middle = train["income"].median()
for part in (train, test):
    part["income"] = part["income"].fillna(middle)
scaler = StandardScaler().fit(train[cols])
X_train, X_test = scaler.transform(train[cols]), scaler.transform(test[cols])
""",
    """
visits = pd.read_csv("visits.csv")
people = visits.groupby("person").agg(n=("visit", "count"), spent=("amount", "mean")).reset_index()
people["log_spent"] = np.log(people["spent"])
train, test = train_test_split(people)
""",
    """
cross_val_score(make_pipeline(SimpleImputer(), SelectKBest(k=5), SVC()), X, y, cv=StratifiedKFold(5))
""",
    """
data = wb.read_data("people.csv", target="outcome", favourable="yes", protected=["sex"])
split = wb.split_data(data, seed=7)
prepared = wb.prepare_data(split, wb.suggest_recipe(split))
fitted = wb.fit_model(prepared)
audit = wb.audit_model(fitted)
""",
    """
for fit, held in KFold(5).split(X):
    scaler = StandardScaler().fit(X[fit])
    model.fit(scaler.transform(X[fit]), y[fit])
    print(model.score(scaler.transform(X[held]), y[held]))
""",
]
"""Code that holds rows out before it learns."""
